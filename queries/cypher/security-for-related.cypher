// title.en: Security given to somebody near
// title.zh: 向关联方提供的担保物权
// answers.en: Pledges and mortgages on a party's assets whose holder is tied to it by a holding, a post or a recorded relation; one row a tie. A bank's licence is shown.
// answers.zh: 某主体财产上的质押、抵押中，权利人与其有持股、任职或记载关系者；每一关系一行。银行等许可予以注明。
// parameter: party party id - — Whose assets | 财产权利人
// columns: asset, holder, holder_name, licence, encumbrance, amount, currency, starts, tie, tie_detail, standing, source, row, tie_source, tie_row
MATCH (p:Party {id: $party})-[:HOLDS_TITLE]->(a:Asset)<-[e:ENCUMBERS]-(h:Party)
WHERE e.kind IN ['pledge', 'mortgage'] AND h.id <> p.id
MATCH (p)-[t:OWNS|SERVES|RELATED]-(h)
WITH DISTINCT a, e, h, t
RETURN a.id AS asset, h.id AS holder, h.name AS holder_name, h.licence AS licence, e.kind AS encumbrance,
  e.amount_text AS amount, e.currency AS currency, e.starts AS starts, type(t) AS tie,
  coalesce(t.role, t.share_text, t.kind) AS tie_detail, e.standing AS standing, e.source AS source, e.row AS row,
  t.source AS tie_source, t.row AS tie_row
ORDER BY asset, holder, source, row, tie_source, tie_row
