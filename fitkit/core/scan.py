"""Statements that SQLAlchemy cannot say, over tables of the kernel."""

import sqlalchemy as sa

# One index probe a value instead of a walk over all rows.
_SKIP = """
with recursive seen as (
  (select {column} as v from {table} where {mine} and {column} is not null order by {column} limit 1)
  union all
  select (select {column} from {table} where {mine} and {column} > seen.v order by {column} limit 1)
  from seen where seen.v is not null
) select v from seen where v is not null order by v
"""


def distinct_values(table: str, column: str, *, of_gym: bool) -> sa.TextClause:
    """The different values of an indexed column, in order; with ``of_gym`` it takes ``:org_id``.

    Table and column are names written in code, never input.
    """
    mine = "org_id = :org_id" if of_gym else "true"
    return sa.text(_SKIP.format(table=table, column=column, mine=mine))
