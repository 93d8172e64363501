// title.en: Payments between two parties
// title.zh: 两主体之间的往来款
// answers.en: Every payment between two parties in both ways, by day; failed and reversed ones are shown with their status.
// answers.zh: 两主体之间双向的每一笔付款，按日排列；失败、冲正者注明状态。
// parameter: first party id - — One party | 甲方
// parameter: second party id - — The other party | 乙方
// columns: payer, payee, amount, currency, date, until, payments, kind, purpose, status, reference, standing, source, row
MATCH (a:Party {id: $first})-[m:PAID]-(b:Party {id: $second})
WITH startNode(m) AS payer, endNode(m) AS payee, m
RETURN payer.id AS payer, payee.id AS payee, m.amount_text AS amount, m.currency AS currency, m.date AS date,
  m.date_to AS until, coalesce(m.count, 1) AS payments, m.kind AS kind, m.purpose AS purpose,
  coalesce(m.status, 'done') AS status, m.reference AS reference, m.standing AS standing, m.source AS source, m.row AS row
ORDER BY coalesce(m.date_first, 99999999), source, row, payer
