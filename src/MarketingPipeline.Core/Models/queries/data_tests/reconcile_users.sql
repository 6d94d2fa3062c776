-- check: reconcile_users
-- target: mart_executive_dashboard
-- column: users_30d
-- severity: error
-- for: ga4
-- holds: users_30d is {shown}, the distinct users of its sessions.
-- fails: users_30d is {shown}, but its sessions have {users} distinct users.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it.
WITH recent AS (
  SELECT COUNT(DISTINCT user_pseudo_id) AS users
  FROM {{ref "int_sessions_enriched"}}
  WHERE session_date BETWEEN {{given "recent_from"}} AND {{given "as_of"}} AND session_date >= {{given "range_from"}}
)
SELECT COALESCE(dashboard.users_30d, 0) AS shown, recent.users, COALESCE(dashboard.users_30d, 0) - recent.users AS amount,
  CASE WHEN COALESCE(dashboard.users_30d, 0) = recent.users THEN 0 ELSE 1 END AS found
FROM {{ref "mart_executive_dashboard"}} AS dashboard
CROSS JOIN recent
