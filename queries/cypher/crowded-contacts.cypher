// title.en: Addresses, phones and mails that many parties share
// title.zh: 多主体共用的地址、电话与邮箱
// answers.en: Every address unit, phone or mail given by at least so many parties, with how many of them are gone, and up to fifty of them. A licensed host or agent among them is named: its address ties nobody.
// answers.zh: 至少由若干主体共用的地址单元、电话、邮箱，附其中已注销数及至多五十个主体。列出其中有托管、代办许可者：其地址不构成关联。
// parameter: least whole parties 20 — From how many parties on | 最少主体数
// columns: contact, kind, parties, dissolved, hosts, some, rows
MATCH (p:Party)-[s:AT]->(c:Contact)
WITH c, p, min(s.source + ':' + s.row) AS place ORDER BY c.id, p.id
WITH c, count(p) AS parties, collect(p.id) AS everyone, collect(place) AS places,
  sum(CASE WHEN p.dissolved IS NULL THEN 0 ELSE 1 END) AS dissolved,
  collect(CASE WHEN p.licence IS NULL THEN null ELSE p.id + ' (' + p.licence + ')' END) AS hosts
WHERE parties >= $least
RETURN c.name AS contact, c.kind AS kind, parties, dissolved, hosts, everyone[0..50] AS some, places[0..50] AS rows
ORDER BY parties DESC, kind, contact
