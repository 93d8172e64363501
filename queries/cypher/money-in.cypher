// title.en: Where the money came from
// title.zh: 资金来源
// answers.en: Payments to a party from a day on, by payer and currency, failed and reversed ones left out. `unsure` counts payments whose day is unknown or which may lie before it; they are not in `total` (to the cent).
// answers.zh: 某主体自某日起的收款，按付款方和币种汇总，失败与冲正除外。unsure 为日期不明或可能早于该日的笔数，不计入 total（精确到分）。
// parameter: party party id - — Who was paid | 收款方
// parameter: after date day 1900-01-01 — The first day that counts | 起算日
// columns: payer, name, kind, currency, total, payments, unsure, first, last, rows
MATCH (p:Party {id: $party})<-[m:PAID]-(k:Party)
WHERE coalesce(m.status, 'done') = 'done'
  AND (m.date_last IS NULL OR coalesce(m.date_to_last, m.date_last) >= $after_day)
WITH m, k, CASE WHEN m.amount IS NOT NULL AND m.date_first >= $after_day THEN true ELSE false END AS sure
ORDER BY m.date, m.source, m.row
WITH k, m.currency AS currency,
  sum(CASE WHEN sure THEN toInteger(round(m.amount * 100)) ELSE 0 END) AS cents,
  sum(CASE WHEN sure THEN coalesce(m.count, 1) ELSE 0 END) AS payments,
  sum(CASE WHEN sure THEN 0 ELSE coalesce(m.count, 1) END) AS unsure,
  min(m.date) AS first, max(coalesce(m.date_to, m.date)) AS last,
  collect(m.source + ':' + m.row) AS rows
RETURN k.id AS payer, k.name AS name, k.kind AS kind, currency, cents / 100.0 AS total, payments, unsure, first, last, rows
ORDER BY total DESC, payer, currency
