// title.en: What a party gave away around a day
// title.zh: 某日前后的转让
// answers.en: Share and asset transfers by a party that may lie within so many days before or after a day, priced below a part of the reference value. Where price or reference is unknown the row is kept and `percent` is empty: cannot tell. One without a day comes last.
// answers.zh: 某主体在某日前后若干天内（或可能在内）、价格低于参考价值一定比例的股权与资产转让。价格或参考价值不明者保留，percent 为空，表示无法判断；无日期者列于最后。
// parameter: party party id - — Who gave | 转让方
// parameter: on date day - — The day, such as when the debt arose | 基准日，如债务发生日
// parameter: days whole days 365 — How many days before and after | 前后天数
// parameter: percent number percent 100 — Below which part of the reference value | 低于参考价值的百分比
// columns: taker, taker_name, kind, thing, share, price, reference, currency, percent, basis, consideration, date, standing, source, row
MATCH (g:Party {id: $party})-[t:TRANSFERS]->(k:Party)
WITH t, k, coalesce(t.date, t.signed) AS day, coalesce(t.date_first, t.signed_first) AS first,
  coalesce(t.date_last, t.signed_last) AS last,
  CASE WHEN t.price IS NULL AND t.consideration = 'none' THEN 0.0 ELSE t.price END AS paid
WHERE first IS NULL OR (first <= $on_day + $days AND last >= $on_day - $days)
WITH t, k, day, first, paid, CASE WHEN t.reference_value > 0 THEN t.reference_value ELSE null END AS worth
WHERE paid IS NULL OR worth IS NULL OR paid * 100 < worth * $percent
RETURN k.id AS taker, k.name AS taker_name, t.kind AS kind, t.thing AS thing, t.share_text AS share,
  t.price_text AS price, t.reference_value_text AS reference, t.currency AS currency,
  round(paid / worth * 10000) / 100 AS percent, t.reference_basis AS basis, t.consideration AS consideration,
  day AS date, t.standing AS standing, t.source AS source, t.row AS row
ORDER BY coalesce(first, 99999999), taker, thing, source, row
