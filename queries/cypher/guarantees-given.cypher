// title.en: For whom a party answers
// title.zh: 为谁提供保证
// answers.en: Guarantees and indemnities that a party gave, with the ties to those for whom it gave them where one is recorded.
// answers.zh: 某主体提供的保证与赔偿承诺，附其与债权人之间记载的关系。
// parameter: party party id - — The guarantor | 保证人
// columns: creditor, name, kind, amount, currency, date, ties, standing, source, row
MATCH (p:Party {id: $party})-[c:AGREED]->(k:Party)
WHERE c.kind IN ['guarantee', 'indemnity']
OPTIONAL MATCH (p)-[t:OWNS|SERVES|RELATED]-(k)
WITH c, k, t ORDER BY t.source, t.row
WITH c, k, collect(type(t) + ' ' + t.source + ':' + t.row) AS ties
RETURN k.id AS creditor, k.name AS name, c.kind AS kind, c.amount_text AS amount, c.currency AS currency, c.date AS date,
  ties, c.standing AS standing, c.source AS source, c.row AS row
ORDER BY coalesce(c.date_first, 99999999), creditor, source, row
