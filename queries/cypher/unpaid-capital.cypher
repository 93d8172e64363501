// title.en: Holders whose capital is overdue
// title.zh: 逾期未实缴的股东
// answers.en: Holders of a party whose paid-in capital is below what they subscribed though it fell due before a day. A due day that is not recorded is kept and `due` is empty: cannot tell.
// answers.zh: 某主体的股东中，认缴期限在某日前届满而实缴低于认缴者。期限不明者保留，due 为空，表示无法判断。
// parameter: party party id - — The company | 公司
// parameter: on date day - — The day asked for | 查询日
// columns: holder, name, subscribed, paid, missing, currency, due, starts, ends, standing, source, row
MATCH (c:Party {id: $party})<-[o:OWNS]-(h:Party)
WHERE o.subscribed IS NOT NULL AND coalesce(o.paid, 0.0) < o.subscribed AND (o.due_last IS NULL OR o.due_last < $on_day)
RETURN h.id AS holder, h.name AS name, o.subscribed_text AS subscribed, o.paid_text AS paid,
  round((o.subscribed - coalesce(o.paid, 0.0)) * 100) / 100 AS missing, o.currency AS currency, o.due AS due,
  o.starts AS starts, o.ends AS ends, o.standing AS standing, o.source AS source, o.row AS row
ORDER BY missing DESC, holder, source, row
