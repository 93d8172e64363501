// title.en: Takers who left the register soon after
// title.zh: 受让后不久注销的主体
// answers.en: Parties dissolved at most so many days after they took shares or assets; with partial dates: may have been.
// answers.zh: 受让股权或资产后若干天内注销（或可能在内）的主体。
// parameter: days whole days 730 — Within how many days | 天数
// columns: taker, taker_name, status, dissolved, giver, giver_name, kind, thing, price, currency, date, standing, source, row, own_source, own_row
MATCH (g:Party)-[t:TRANSFERS]->(k:Party)
WHERE k.dissolved_first IS NOT NULL
WITH g, t, k, coalesce(t.date_first, t.signed_first) AS first, coalesce(t.date_last, t.signed_last) AS last
WHERE k.dissolved_last >= first AND k.dissolved_first - last <= $days
RETURN k.id AS taker, k.name AS taker_name, k.status AS status, k.dissolved AS dissolved, g.id AS giver, g.name AS giver_name,
  t.kind AS kind, t.thing AS thing, t.price_text AS price, t.currency AS currency, coalesce(t.date, t.signed) AS date,
  t.standing AS standing, t.source AS source, t.row AS row, k.source AS own_source, k.row AS own_row
ORDER BY k.dissolved_first, taker, giver, thing, source, row
