// title.en: Who else gives the same phone or mail
// title.zh: 相同电话或邮箱的其他主体
// answers.en: Parties that give a phone number or mail address which a party gives or gave. `sharing` is how many give it: above ten it is likely an agent's and says little.
// answers.zh: 与某主体登记相同电话或邮箱的其他主体。sharing 为使用该号码的主体数：超过十家多为代办机构，意义有限。
// parameter: party party id - — The party whose phone and mail are looked at | 被查电话、邮箱的主体
// columns: other, name, kind, contact, written, sharing, source, row, own_source, own_row
MATCH (p:Party {id: $party})-[mine:AT]->(place:Contact)<-[theirs:AT]-(other:Party)
WHERE other.id <> p.id AND mine.kind IN ['phone', 'email']
MATCH (place)<-[:AT]-(everyone:Party)
WITH mine, theirs, other, count(DISTINCT everyone) AS sharing
RETURN other.id AS other, other.name AS name, other.kind AS kind, mine.kind AS contact, theirs.written AS written, sharing,
  theirs.source AS source, theirs.row AS row, mine.source AS own_source, mine.row AS own_row
ORDER BY sharing, other, contact, source, row, own_source, own_row
