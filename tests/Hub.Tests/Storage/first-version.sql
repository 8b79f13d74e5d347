-- What a hub of the first version has stored in the middle of its work: a row in every table of that time.
INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, is_read, pending, applied, outcome) VALUES ('shop', 'POST', 'orders/create', '{}', '{"a":"b"}', 'body', 1000, 1, 1, 1, 'pending');
INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at) VALUES ('shop', 'POST', 'orders/paid', '{}', '{}', 'more', 1001);
INSERT INTO event (place, id, webhook, source, connection, type, account, subject, occurred_at, arrived_at, completeness, record, stamp, envelope, data, state) VALUES (2, 'e1', 1, 'webhook', 'shop', 'shopify.order.created', 'a', 'shop/order/1', 900, 1000, 'complete', 'order/1', 7, '{}', '{"x":1}', 'applied');
INSERT INTO event (place, id, webhook, source, connection, type, subject, occurred_at, arrived_at, completeness, envelope, data, state) VALUES (4, 'e2', 1, 'webhook', 'shop', 'shopify.order.created', 'shop/order/2', 901, 1000, 'complete', '{}', '{"x":2}', 'pending');
INSERT INTO event_key (key, is_polled, at) VALUES ('0123456789abcdef', 0, 1000);
INSERT INTO record_version (connection, record, stamp) VALUES ('shop', 'order/1', 7);
INSERT INTO event_route (event, file, route, outcome) VALUES ('e1', 'f.yaml', 'shipped', 'matched');
INSERT INTO line (queue, subject, lane, ready_at) VALUES ('event', 'shop/order/2', 0, 1000);
INSERT INTO line (queue, subject, lane, ready_at, blocked_by, blocked_since) VALUES ('command', 'wa/whatsapp.thread/t1', 1, 253402300799000, 'connection:wa', 1002);
INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, place, lane, state, created_at, occurred_at, arrived_at, due_at, max_late, input, bindings, customer, thread)
VALUES ('c1', 'e1', 'e1', 'f.yaml', 'shipped', 0, 0, 'h1', 'wa', 'whatsapp.send_template', 'wa/whatsapp.thread/t1', 2, 1, 'waiting', 1000, 900, 1000, 1000, 300000, '{}', '{}', 'k1', 't1');
INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, place, lane, state, created_at, occurred_at, arrived_at, due_at, is_timed, max_late, bindings, slot)
VALUES ('c2', 'e1', 'e1', 'f.yaml', 'reminder', 0, 0, 'h1', 'wa', 'whatsapp.send_template', 'wa/whatsapp.thread/t1', 4, 1, 'scheduled', 1000, 900, 1000, 90000, 1, 300000, '{}', 'cart/1');
INSERT INTO attempt (command, number, call, started_at, ended_at, outcome) VALUES ('c1', 1, 'c1', 1001, 1002, 'unauthorized');
INSERT INTO once (key, state, command, at) VALUES ('0123456789abcdef', 'reserved', 'c1', 1000);
INSERT INTO slot (key, command) VALUES ('cart/1', 'c2');
INSERT INTO link (name, left_id, right_id, state, command, opened_at, touched_at) VALUES ('conversation', 't1', '35', 'live', 'c0', 800, 900);
INSERT INTO customer (id, name, phone, created_at, version) VALUES ('k1', 'Ana', '+4915112345678', 800, 3);
INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at) VALUES ('', 'phone', '4915112345678', 'wa_id', '4915112345678', 'k1', 800);
INSERT INTO customer_merge (kept, merged, event, at, moved) VALUES ('k1', 'k0', 'e0', 800, '{}');
INSERT INTO thread (id, connection, number, customer, created_at, last_inbound_at) VALUES ('t1', 'wa', '100', 'k1', 800, 850);
INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ('t1', 'wamid.1', 'in', 'text', 'Hello', 850);
INSERT INTO message_status (vendor_id, status, at, event, command) VALUES ('wamid.2', 'sent', 860, 'e0', 'c0');
INSERT INTO consent (customer, category, allowed, source, wording, channel, taken_by, evidence, at) VALUES ('k1', 'marketing', 0, 'message', 'STOP', 'wa', 'customer', 'wamid.1', 850);
INSERT INTO term (term, kind, ref, at) VALUES ('1001', 'event', 'shop/order/1', 1000);
INSERT INTO pause (kind, name, reason, by, at) VALUES ('connection', 'wa', 'The credentials were refused.', 'unauthorized', 1002);
INSERT INTO snapshot (hash, sources, at, is_active) VALUES ('h1', '[]', 700, 1);
INSERT INTO template (connection, name, language, body, at) VALUES ('wa', 'shipped', 'de', '{}', 700);
INSERT INTO counter (level, name, value) VALUES ('webhooks', 'received', 2);
INSERT INTO counter (level, name, value) VALUES ('webhooks', 'pending', 2);
