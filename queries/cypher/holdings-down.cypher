// title.en: What a party holds, and what that holds
// title.zh: 向下穿透：持有什么
// answers.en: Every company up to eight steps below a party on a day, one row a path, with the share and the row of each step. Paths are for reading; use `owners` for percentages.
// answers.zh: 某日某主体之下八层以内的每一公司，一条路径一行，附每层比例与出处行。路径仅供阅读，比例以 owners 命令为准。
// parameter: party party id - — The holder at the top | 顶层持有人
// parameter: on date day 9999-12-31 — The day asked for; 9999-12-31 = as last recorded | 查询日；9999-12-31 表示最新登记
// columns: company, company_name, status, steps, chain, shares, standings, rows
MATCH path = (o:Party {id: $party})-[:OWNS*1..8]->(c:Party)
WHERE all(r IN relationships(path) WHERE (r.starts_first IS NULL OR r.starts_first <= $on_day)
  AND (r.ends_last IS NULL OR r.ends_last > $on_day))
WITH c, length(path) AS steps, [n IN nodes(path) | n.id] AS chain, relationships(path) AS held
RETURN c.id AS company, c.name AS company_name, c.status AS status, steps, chain,
  [r IN held | r.share_text] AS shares, [r IN held | r.standing] AS standings,
  [r IN held | r.source + ':' + r.row] AS rows
ORDER BY steps, company, chain, rows
