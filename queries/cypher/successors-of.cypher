// title.en: What a party became
// title.zh: 承继关系
// answers.en: Mergers, divisions, conversions and takeovers that lead from a party, up to four steps, with what moved.
// answers.zh: 自某主体起至多四层的合并、分立、改制与资产承接，附转移内容。
// parameter: party party id - — The predecessor | 前身
// columns: successor, name, status, steps, chain, kinds, days, standings, rows
MATCH path = (p:Party {id: $party})-[:SUCCEEDED_BY*1..4]->(s:Party)
WITH s, length(path) AS steps, [n IN nodes(path) | n.id] AS chain, relationships(path) AS moves
RETURN s.id AS successor, s.name AS name, s.status AS status, steps, chain, [m IN moves | m.kind] AS kinds,
  [m IN moves | coalesce(m.date, 'no day')] AS days, [m IN moves | m.standing] AS standings,
  [m IN moves | m.source + ':' + m.row] AS rows
ORDER BY steps, chain, rows
