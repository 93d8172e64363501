// title.en: What others owe a party
// title.zh: 他人对其所负债务
// answers.en: Contracts in which a party lent, sold, leased or paid for another, and cases in which it is the claimant: debts that may be collected in its place (route B). Whether they are paid is not in these rows.
// answers.zh: 某主体作为出借人、出卖人、出租人的合同，及其作为原告的案件：可能的到期债权（路径B）。是否清偿不在此列。
// parameter: party party id - — The creditor of these debts | 债权人
// columns: other, name, found_in, what, amount, currency, date, standing, source, row
MATCH (p:Party {id: $party})-[c:AGREED]->(o:Party)
WHERE c.kind IN ['loan', 'sale', 'lease', 'service']
RETURN o.id AS other, o.name AS name, 'contract' AS found_in, c.kind AS what, c.amount_text AS amount, c.currency AS currency,
  c.date AS date, c.standing AS standing, c.source AS source, c.row AS row
ORDER BY other, date, source, row
UNION ALL
MATCH (p:Party {id: $party})-[s:SUED]->(o:Party)
RETURN CASE WHEN o.kind = 'not_named' THEN null ELSE o.id END AS other, o.name AS name, 'case' AS found_in, s.kind AS what,
  coalesce(s.outstanding_text, s.amount_text) AS amount, s.currency AS currency, s.filed AS date,
  s.standing AS standing, s.source AS source, s.row AS row
ORDER BY other, date, source, row
