// title.en: Counterparties who are under enforcement themselves
// title.zh: 自身被执行或失信的交易对手
// answers.en: Those to whom a party paid or transferred and who are defendants in enforcement, 失信, 限高 or insolvency cases of their own.
// answers.zh: 某主体付款或转让的对方中，自身为被执行、失信、限高或破产案件被告者。
// parameter: party party id - — Whose counterparties | 主体
// columns: other, name, status, number, kind, amount, currency, filed, closed, moves, standing, source, row, rows
MATCH (p:Party {id: $party})-[m:PAID|TRANSFERS]->(o:Party)
WITH o, m ORDER BY m.source, m.row
WITH o, count(m) AS moves, collect(m.source + ':' + m.row) AS rows
MATCH (o)<-[s:SUED]-(k:Party)
WHERE s.kind IN ['enforcement', 'terminated_enforcement', 'dishonesty', 'consumption_limit', 'bankruptcy', 'winding_up']
RETURN o.id AS other, o.name AS name, o.status AS status, s.number AS number, s.kind AS kind, s.amount_text AS amount,
  s.currency AS currency, s.filed AS filed, s.closed AS closed, moves, s.standing AS standing, s.source AS source,
  s.row AS row, rows[0..20] AS rows
ORDER BY other, coalesce(s.filed_first, 99999999), source, row
