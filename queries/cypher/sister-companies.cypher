// title.en: Companies under the same holder
// title.zh: 同一股东名下的其他公司
// answers.en: Other companies in which a direct holder of a party holds at least so many per cent; the share unknown is kept and `percent` is empty. A public body ties nobody: its kind is shown.
// answers.zh: 某主体的直接股东同时持股达一定比例的其他公司；比例不明者保留，percent 为空。国资机构不因此构成关联，注明其类型。
// parameter: party party id - — The company whose holders are followed | 起点公司
// parameter: percent number percent 25 — From which share on | 最低持股比例
// columns: other, other_name, holder, holder_name, holder_kind, share, percent, status, standing, source, row, own_source, own_row
MATCH (c:Party {id: $party})<-[a:OWNS]-(h:Party)-[b:OWNS]->(other:Party)
WHERE other.id <> c.id AND (b.share_high IS NULL OR b.share_high * 100 >= $percent)
RETURN other.id AS other, other.name AS other_name, h.id AS holder, h.name AS holder_name, h.kind AS holder_kind,
  b.share_text AS share, round(b.share * 10000) / 100 AS percent, other.status AS status, b.standing AS standing,
  b.source AS source, b.row AS row, a.source AS own_source, a.row AS own_row
ORDER BY other, holder, source, row, own_source, own_row
