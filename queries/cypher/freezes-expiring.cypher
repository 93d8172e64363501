// title.en: Freezes, seizures and pledges that end soon
// title.zh: 即将到期的冻结、查封与质押
// answers.en: Encumbrances whose end lies, or may lie, between two days, released and lapsed ones left out. `ends` is the first day without force. Those with no recorded end come last: the law sets a longest term.
// answers.zh: 终止日在（或可能在）两日之间的权利限制，已解除、失效者除外。ends 为失去效力的第一日。无终止日记载者列于最后，其期限以法定最长期限为准。
// parameter: after date day - — The first day looked at, such as today | 起日，如今日
// parameter: before date day - — The day before which they end | 止日
// columns: asset, kind, name, owner, encumbrance, holder, holder_name, authority, reference, status, starts, ends, standing, source, row
MATCH (h:Party)-[e:ENCUMBERS]->(a:Asset)
WHERE (e.ends_first IS NULL OR (e.ends_first < $before_day AND e.ends_last >= $after_day))
  AND NOT coalesce(e.status, 'effective') IN ['released', 'lapsed'] AND e.released IS NULL
OPTIONAL MATCH (o:Party)-[:HOLDS_TITLE]->(a)
WITH h, e, a, o ORDER BY o.id
WITH h, e, a, collect(DISTINCT o.id) AS titled
RETURN a.id AS asset, a.kind AS kind, a.name AS name,
  CASE WHEN a.owner IS NULL THEN titled ELSE [a.owner] END AS owner, e.kind AS encumbrance,
  CASE WHEN h.kind = 'not_named' THEN null ELSE h.id END AS holder, h.name AS holder_name, e.authority AS authority,
  e.reference AS reference, e.status AS status, e.starts AS starts, e.ends AS ends, e.standing AS standing,
  e.source AS source, e.row AS row
ORDER BY coalesce(e.ends_first, 99999999), asset, source, row
