-- PostgreSQL: whose address it is that a mail was forwarded from. The same as for SQLite.

CREATE INDEX contact_normal ON contact (tenant, kind, normal);
