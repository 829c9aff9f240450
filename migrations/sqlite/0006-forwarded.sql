-- SQLite: whose address it is that a mail was forwarded from. The same as for PostgreSQL.

CREATE INDEX contact_normal ON contact (tenant, kind, normal);
