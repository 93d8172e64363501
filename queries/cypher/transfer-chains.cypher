// title.en: Where things went, hand to hand
// title.zh: 财产逐手去向
// answers.en: Chains of up to four share and asset transfers out of a party, each not earlier than the one before, from a day on; transfers whose day is unknown are kept. One row a chain, with every price and row; `one_thing` says whether the same thing went on.
// answers.zh: 自某日起某主体转出的股权与资产经至多四手的去向，后一手不早于前一手；日期不明者保留。一条链一行，列出每一手的价款与出处行；one_thing 表示是否同一财产。
// parameter: party party id - — Who gave first | 最先转出方
// parameter: after date day 1900-01-01 — The first day that counts | 起算日
// columns: last, last_name, hands, chain, one_thing, things, prices, days, standings, rows
MATCH path = (g:Party {id: $party})-[:TRANSFERS*1..4]->(k:Party)
WITH k, nodes(path) AS met, relationships(path) AS moves
WHERE all(i IN range(0, size(moves) - 1) WHERE coalesce(moves[i].date_last, moves[i].signed_last, 99999999) >= $after_day)
  AND all(i IN range(1, size(moves) - 1) WHERE coalesce(moves[i].date_last, moves[i].signed_last, 99999999)
    >= coalesce(moves[i - 1].date_first, moves[i - 1].signed_first, 0))
WITH k, size(moves) AS hands, [n IN met | n.id] AS chain, moves
RETURN k.id AS last, k.name AS last_name, hands, chain,
  all(m IN moves WHERE m.thing = moves[0].thing) AS one_thing, [m IN moves | m.thing] AS things,
  [m IN moves | coalesce(m.price_text, 'not recorded')] AS prices,
  [m IN moves | coalesce(m.date, m.signed, 'no day')] AS days, [m IN moves | m.standing] AS standings,
  [m IN moves | m.source + ':' + m.row] AS rows
ORDER BY hands, chain, rows
