// title.en: What went for nothing
// title.zh: 无偿转让
// answers.en: Share and asset transfers of the whole register recorded as without consideration or at a price of at most one unit of money, from a day on. A nominal price in a filing may be a form of words: look for payments.
// answers.zh: 自某日起全库中记载为无对价或价款不超过一元的股权、资产转让。备案价款可能为形式价格，应查付款。
// parameter: after date day 1900-01-01 — The first day that counts | 起算日
// columns: giver, giver_name, taker, taker_name, kind, thing, share, price, currency, consideration, date, standing, source, row
MATCH (g:Party)-[t:TRANSFERS]->(k:Party)
WHERE (t.consideration = 'none' OR (t.price IS NOT NULL AND t.price <= 1))
  AND coalesce(t.date_last, t.signed_last, 99999999) >= $after_day
RETURN g.id AS giver, g.name AS giver_name, k.id AS taker, k.name AS taker_name, t.kind AS kind, t.thing AS thing,
  t.share_text AS share, t.price_text AS price, t.currency AS currency, t.consideration AS consideration,
  coalesce(t.date, t.signed) AS date, t.standing AS standing, t.source AS source, t.row AS row
ORDER BY coalesce(t.date_first, t.signed_first, 99999999), giver, taker, thing, source, row
