// title.en: Who stands in line on an asset
// title.zh: 财产上的查封顺位
// answers.en: All encumbrances on one asset (a stake is equity:COMPANY:OWNER) in the order of rank, publication and start; released and lapsed ones are shown with their status.
// answers.zh: 某项财产（股权写作 equity:公司:股东）上的全部权利限制，按顺位、公示日、起始日排列；已解除、失效者注明状态。
// parameter: asset text id - — The asset's id | 财产编号
// columns: holder, name, encumbrance, rank, amount, currency, starts, ends, published, status, authority, reference, standing, source, row
MATCH (a:Asset {id: $asset})<-[e:ENCUMBERS]-(h:Party)
RETURN CASE WHEN h.kind = 'not_named' THEN null ELSE h.id END AS holder, h.name AS name, e.kind AS encumbrance,
  e.rank AS rank, e.amount_text AS amount, e.currency AS currency, e.starts AS starts, e.ends AS ends,
  e.published_on AS published, e.status AS status, e.authority AS authority, e.reference AS reference,
  e.standing AS standing, e.source AS source, e.row AS row
ORDER BY coalesce(e.rank, 99), coalesce(e.published_on_first, 99999999), coalesce(e.starts_first, 99999999), source, row
