// title.en: Who stands above a company
// title.zh: 向上穿透：谁在其上
// answers.en: Every holder up to eight steps above a party on a day, one row a path, with the share and the row of each step. Paths are for reading; use `owners` for percentages.
// answers.zh: 某日某主体之上八层以内的每一持有人，一条路径一行，附每层比例与出处行。路径仅供阅读，比例以 owners 命令为准。
// parameter: party party id - — The company at the bottom | 底层公司
// parameter: on date day 9999-12-31 — The day asked for; 9999-12-31 = as last recorded | 查询日；9999-12-31 表示最新登记
// columns: owner, owner_name, owner_kind, steps, chain, shares, standings, rows
MATCH path = (c:Party {id: $party})<-[:OWNS*1..8]-(o:Party)
WHERE all(r IN relationships(path) WHERE (r.starts_first IS NULL OR r.starts_first <= $on_day)
  AND (r.ends_last IS NULL OR r.ends_last > $on_day))
WITH o, length(path) AS steps, [n IN nodes(path) | n.id] AS chain, relationships(path) AS held
RETURN o.id AS owner, o.name AS owner_name, o.kind AS owner_kind, steps, chain,
  [r IN held | r.share_text] AS shares, [r IN held | r.standing] AS standings,
  [r IN held | r.source + ':' + r.row] AS rows
ORDER BY steps, owner, chain, rows
