// title.en: Money out to newly formed companies
// title.zh: 付给新设公司的款项
// answers.en: Payments of a party to parties incorporated at most so many days before the payment, failed and reversed ones left out. A total over a period counts by its last day.
// answers.zh: 某主体向付款前若干天内成立的主体付出的款项，失败与冲正除外。期间合计按末日计。
// parameter: party party id - — Who paid | 付款方
// parameter: days whole days 180 — How many days before the payment | 付款前天数
// columns: payee, name, incorporated, age, amount, currency, date, kind, purpose, standing, source, row, own_source, own_row
MATCH (p:Party {id: $party})-[m:PAID]->(k:Party)
WHERE coalesce(m.status, 'done') = 'done' AND k.incorporated_first IS NOT NULL
WITH m, k, coalesce(m.date_to_last, m.date_last) - k.incorporated_first AS age,
  coalesce(m.date_to_last, m.date_last) - k.incorporated_last AS youngest
WHERE age IS NOT NULL AND age >= 0 AND youngest <= $days
RETURN k.id AS payee, k.name AS name, k.incorporated AS incorporated, age, m.amount_text AS amount, m.currency AS currency,
  m.date AS date, m.kind AS kind, m.purpose AS purpose, m.standing AS standing, m.source AS source, m.row AS row,
  k.source AS own_source, k.row AS own_row
ORDER BY date, payee, source, row
