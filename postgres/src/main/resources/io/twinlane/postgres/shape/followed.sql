    -- bodies, and defaults: arguments that a call leaves out are in no tree of it, as PostgreSQL adds
    -- them when it plans
    select part.tree
    from (
{{calls}}
    ) called(oid)
    join pg_catalog.pg_proc f on f.oid = called.oid,
      lateral (values (f.prosqlbody::text), (f.proargdefaults::text)) part(tree)
