// title.en: Transfers far below their reference value
// title.zh: 价格明显低于参考价值的转让
// answers.en: Share and asset transfers of the whole register from a day on whose price is below a part of the reference value; a free one counts as nil. Those without price or reference value cannot be judged and are left out.
// answers.zh: 自某日起全库中价格低于参考价值一定比例的股权、资产转让；无偿按零计。无价款或无参考价值者无法判断，不列。
// parameter: percent number percent 70 — Below which part of the reference value | 低于参考价值的百分比
// parameter: after date day 1900-01-01 — The first day that counts | 起算日
// columns: giver, giver_name, taker, taker_name, kind, thing, share, price, reference, currency, percent, basis, date, standing, source, row
MATCH (g:Party)-[t:TRANSFERS]->(k:Party)
WHERE t.reference_value > 0 AND coalesce(t.date_last, t.signed_last, 99999999) >= $after_day
WITH g, k, t, CASE WHEN t.price IS NULL AND t.consideration = 'none' THEN 0.0 ELSE t.price END AS paid
WHERE paid IS NOT NULL AND paid * 100 < t.reference_value * $percent
RETURN g.id AS giver, g.name AS giver_name, k.id AS taker, k.name AS taker_name, t.kind AS kind, t.thing AS thing,
  t.share_text AS share, t.price_text AS price, t.reference_value_text AS reference, t.currency AS currency,
  round(paid / t.reference_value * 10000) / 100 AS percent, t.reference_basis AS basis, coalesce(t.date, t.signed) AS date,
  t.standing AS standing, t.source AS source, t.row AS row
ORDER BY percent, giver, taker, thing, source, row
