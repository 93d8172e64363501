// title.en: What a party holds, and what lies on it
// title.zh: 名下财产及其权利限制
// answers.en: Every asset to which a party has or had title, with how many encumbrances lie on it and whose they are.
// answers.zh: 某主体享有或曾享有权利的每项财产，附其上的权利限制及权利人。
// parameter: party party id - — The holder | 权利人
// columns: asset, kind, name, identifier, share, value, currency, starts, ends, encumbrances, standing, source, row, other_rows
MATCH (p:Party {id: $party})-[t:HOLDS_TITLE]->(a:Asset)
OPTIONAL MATCH (h:Party)-[e:ENCUMBERS]->(a)
WITH t, a, h, e ORDER BY coalesce(e.rank, 99), coalesce(e.starts_first, 0), e.source, e.row
WITH t, a, collect(CASE WHEN e IS NULL THEN null ELSE e.kind + ' ' + CASE WHEN h.kind = 'not_named' THEN 'holder not named' ELSE h.id END END) AS encumbrances,
  collect(CASE WHEN e IS NULL THEN null ELSE e.source + ':' + e.row END) AS other_rows
RETURN a.id AS asset, a.kind AS kind, a.name AS name, a.identifier AS identifier, t.share_text AS share,
  t.value_text AS value, t.currency AS currency, t.starts AS starts, t.ends AS ends, encumbrances,
  t.standing AS standing, t.source AS source, t.row AS row, other_rows
ORDER BY asset, source, row
