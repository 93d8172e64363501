// title.en: Takers formed shortly before they took
// title.zh: 受让前不久才成立的受让方
// answers.en: Transfers to a party incorporated at most so many days before the transfer. `age` is in days at the latest: with partial dates the true age may be less.
// answers.zh: 受让方在转让前若干天内成立的股权、资产转让。age 为最大天数：日期不完整时实际可能更短。
// parameter: days whole days 180 — How many days before the transfer | 转让前天数
// columns: taker, taker_name, incorporated, age, giver, giver_name, kind, thing, price, currency, date, standing, source, row, own_source, own_row
MATCH (g:Party)-[t:TRANSFERS]->(k:Party)
WHERE k.incorporated_first IS NOT NULL
WITH g, t, k, coalesce(t.date_last, t.signed_last) - k.incorporated_first AS age,
  coalesce(t.date_last, t.signed_last) - k.incorporated_last AS youngest
WHERE age IS NOT NULL AND age >= 0 AND youngest <= $days
RETURN k.id AS taker, k.name AS taker_name, k.incorporated AS incorporated, age, g.id AS giver, g.name AS giver_name,
  t.kind AS kind, t.thing AS thing, t.price_text AS price, t.currency AS currency, coalesce(t.date, t.signed) AS date,
  t.standing AS standing, t.source AS source, t.row AS row, k.source AS own_source, k.row AS own_row
ORDER BY age, taker, giver, thing, source, row
