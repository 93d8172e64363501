// title.en: Who stands behind both companies
// title.zh: 两家公司的共同持有人与任职人
// answers.en: Holders and officers, up to three steps above, that two parties share, at any time; one row for each pair of ways. Same person only where an identifier or a decision joins the records, never by name.
// answers.zh: 两主体在三层以内、任何时期的共同持有人和任职人；每对路径一行。仅凭证件号或人工认定视为同一人，绝不凭姓名。
// parameter: first party id - — One company | 甲公司
// parameter: second party id - — The other company | 乙公司
// columns: party, name, kind, licence, to_first, to_second, first_ties, second_ties, first_rows, second_rows
MATCH one = (a:Party {id: $first})<-[:OWNS|SERVES*1..3]-(p:Party)
WITH p, [n IN nodes(one) | n.id] AS to_first, relationships(one) AS ones
MATCH two = (b:Party {id: $second})<-[:OWNS|SERVES*1..3]-(p)
WITH p, to_first, ones, [n IN nodes(two) | n.id] AS to_second, relationships(two) AS twos
RETURN p.id AS party, p.name AS name, p.kind AS kind, p.licence AS licence, to_first, to_second,
  [r IN ones | coalesce(r.role, r.share_text, 'share unknown')] AS first_ties,
  [r IN twos | coalesce(r.role, r.share_text, 'share unknown')] AS second_ties,
  [r IN ones | r.source + ':' + r.row] AS first_rows,
  [r IN twos | r.source + ':' + r.row] AS second_rows
ORDER BY party, to_first, to_second, first_rows, second_rows
