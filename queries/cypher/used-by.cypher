// title.en: Who uses or pays for another's asset
// title.zh: 使用或出资供养他人名下财产
// answers.en: Assets that a party uses or pays for and to which another holds title.
// answers.zh: 某主体使用或供款、而权利登记于他人名下的财产。
// parameter: party party id - — Who uses or pays | 使用人
// columns: asset, kind, name, tie, owner, owner_name, starts, standing, source, row, title_source, title_row
MATCH (p:Party {id: $party})-[u:USES]->(a:Asset)
MATCH (o:Party)-[t:HOLDS_TITLE]->(a)
WHERE o.id <> p.id
RETURN a.id AS asset, a.kind AS kind, a.name AS name, u.kind AS tie, o.id AS owner, o.name AS owner_name, u.starts AS starts,
  u.standing AS standing, u.source AS source, u.row AS row, t.source AS title_source, t.row AS title_row
ORDER BY asset, owner, source, row, title_source, title_row
