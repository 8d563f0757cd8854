"""Mutation testing: a wrong line in the core or in the operators must fail a test.

    python -m tests.mutation [--jobs 2] [--fresh] [--again] [MODULE ...]

MODULE is a path such as ``micrograd_core/walk.py``; without one, all of both rooms. It needs
``pip install -e '.[mutation]'``, a system with fork(), and an hour. What was found is kept in
``.mutation/``, and a mutant is tried again only if its module has changed, or if it survived and
``--again`` asks for it, or ``--fresh`` does.

Exit status 1: fewer than nine in ten are noticed, or one that is not is missing from
``survivors.toml``, or one explained there is not among them.
"""
