// title.en: Persons with many posts
// title.zh: 任职众多的自然人
// answers.en: Persons who hold or held posts in at least so many companies. Same person only by identifier or decision. A professional director's licence is shown. Up to fifty companies each.
// answers.zh: 在至少若干家公司任职或曾任职的自然人。仅凭证件号或人工认定视为同一人。注明职业董事、秘书许可。每人至多列五十家。
// parameter: least whole companies 10 — In how many companies at least | 最少公司数
// columns: person, name, licence, companies, still, some, rows
MATCH (p:Party)-[s:SERVES]->(c:Party)
WITH p, c, max(CASE WHEN s.ends IS NULL THEN 1 ELSE 0 END) AS open, min(s.source + ':' + s.row) AS place
ORDER BY p.id, c.id
WITH p, count(c) AS companies, sum(open) AS still, collect(c.id) AS some, collect(place) AS places
WHERE companies >= $least
RETURN p.id AS person, p.name AS name, p.licence AS licence, companies, still, some[0..50] AS some, places[0..50] AS rows
ORDER BY companies DESC, person
