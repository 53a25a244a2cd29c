// Mails somebody when the assistant no longer does what people count on.
param actionGroupName string
param prefix string
param location string
param tags object
param emails string[]
param workspaceId string
param appId string
param databaseId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(prefix, 12)
    enabled: true
    emailReceivers: [
      for (email, i) in emails: { name: 'mail-${i}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

// Figures are those of /metrics, sent to Application Insights once a minute under the same names.
var figureAlerts = [
  {
    name: 'outbox-late'
    about: 'Mail or messages have waited for more than ten minutes.'
    severity: 1
    query: 'AppMetrics | where Name == "cpor_outbox_lag_seconds" | summarize Value = max(Sum) by bin(TimeGenerated, 5m)'
    operator: 'GreaterThan'
    threshold: 600
  }
  {
    name: 'outbox-parked'
    about: 'Something can never be delivered by itself; see docs/OPERATING.md.'
    severity: 2
    query: 'AppMetrics | where Name == "cpor_outbox_parked" | summarize Value = max(Sum) by bin(TimeGenerated, 5m)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'clock-silent'
    about: 'No copy has looked at the deadlines for ten minutes.'
    severity: 1
    query: 'AppMetrics | where Name == "cpor_job_last_run_timestamp_seconds" and tostring(Properties.job) == "clocks" | summarize Last = max(Sum) | where isnotnull(Last) | project Value = datetime_diff("second", now(), unixtime_seconds_todatetime(Last))'
    operator: 'GreaterThan'
    threshold: 600
  }
  {
    name: 'figures-silent'
    about: 'No figures have come for a quarter of an hour: the app is down, or cannot send.'
    severity: 1
    query: 'AppMetrics | where Name startswith "cpor_" | summarize Value = count()'
    operator: 'LessThan'
    threshold: 1
  }
]

resource figures 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for each in figureAlerts: {
    name: '${prefix}-${each.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${prefix} ${each.name}'
      description: each.about
      severity: each.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      // At the first deployment no figure has come yet.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: each.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            operator: each.operator
            threshold: each.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource failing 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-answers-5xx'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app answered more than five requests with a fault of its own in a quarter of an hour.'
    severity: 2
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'faults'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'Requests'
          dimensions: [{ name: 'statusCodeCategory', operator: 'Include', values: ['5xx'] }]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 5
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource full 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-database-full'
  location: 'global'
  tags: tags
  properties: {
    description: 'The disk of the database is 85 % full; at 95 % it only reads.'
    severity: 2
    enabled: true
    scopes: [databaseId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'disk'
          metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
          metricName: 'storage_percent'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 85
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
