// title.en: People with many posts and no shares
// title.zh: 任职众多而无持股的人
// answers.en: Persons with posts in at least so many companies and no holding recorded. A licence as professional director explains it; a bare name counts once a company, since names join nobody.
// answers.zh: 在若干家以上公司任职而无任何持股记录的自然人。持有职业董事等许可者可作解释；仅有姓名者按公司分别计，因姓名不足以合并。
// parameter: posts whole companies 5 — In how many companies at least | 至少任职公司数
// columns: person, name, licence, companies, roles, posts_in, rows
MATCH (p:Party {kind: 'person'})-[post:SERVES]->(:Party)
WITH p, count(post) AS held
WHERE held >= $posts AND NOT (p)-[:OWNS]->(:Party)
MATCH (p)-[s:SERVES]->(c:Party)
WITH p, s, c ORDER BY c.id, s.role, s.source, s.row
WITH p, count(DISTINCT c.id) AS companies, collect(DISTINCT s.role) AS roles, collect(DISTINCT c.id) AS posts_in,
  collect(s.source + ':' + s.row) AS rows
WHERE companies >= $posts
RETURN p.id AS person, p.name AS name, p.licence AS licence, companies, roles, posts_in, rows
ORDER BY companies DESC, person
