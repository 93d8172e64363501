// title.en: Who else is registered at the same address
// title.zh: 同一地址的其他主体
// answers.en: Parties at an address unit that a party gives or gave. `sharing` is how many sit there: above ten it is likely a registration agent's address and says little.
// answers.zh: 与某主体登记于同一地址单元的其他主体。sharing 为该地址主体数：超过十家多为集群注册地址，意义有限。
// parameter: party party id - — The party whose address is looked at | 被查地址的主体
// columns: other, name, kind, status, address, sharing, source, row, own_source, own_row
MATCH (p:Party {id: $party})-[mine:AT {kind: 'address'}]->(place:Contact)<-[theirs:AT]-(other:Party)
WHERE other.id <> p.id
MATCH (place)<-[:AT]-(everyone:Party)
WITH mine, theirs, other, count(DISTINCT everyone) AS sharing
RETURN other.id AS other, other.name AS name, other.kind AS kind, other.status AS status,
  theirs.written AS address, sharing, theirs.source AS source, theirs.row AS row,
  mine.source AS own_source, mine.row AS own_row
ORDER BY sharing, other, source, row, own_source, own_row
