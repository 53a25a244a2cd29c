// The assistant itself: its settings, its secrets by reference, its probes and how many copies run.
param name string
param location string
param tags object
param environmentId string
param identityId string
param identityClientId string
param vaultUri string
param image string
param registryServer string
param minReplicas int
param maxReplicas int
param customDomain string
param certificateId string
param hasSmtpPassword bool

@description('Settings of this deployment by name; empty ones are left out. None is secret.')
param settings object

var port = 3978
var dataFolder = '/data'

// Setting to the name of its secret in the vault.
var secretSettings = union(
  {
    CPOR_SECRET: 'cpor-secret'
    CPOR_DATABASE_URL: 'database-url'
    CPOR_APPINSIGHTS_CONNECTION_STRING: 'appinsights-connection-string'
  },
  hasSmtpPassword ? { CPOR_SMTP_PASSWORD: 'smtp-password' } : {}
)

var fixedSettings = {
  CPOR_PROFILE: 'production'
  CPOR_HOST: '0.0.0.0'
  CPOR_PORT: string(port)
  CPOR_DATA_DIR: dataFolder
  CPOR_APP_TYPE: 'UserAssignedMSI'
  CPOR_APP_ID: identityClientId
  CPOR_APP_TENANT_ID: tenant().tenantId
  CPOR_TRACES: 'azure'
  // Not ours: which identity Azure's libraries take, and whom the database's certificate must be from.
  AZURE_CLIENT_ID: identityClientId
  PGSSLROOTCERT: '/etc/ssl/certs/ca-certificates.crt'
}

var plainEnv = map(
  filter(items(union(settings, fixedSettings)), each => !empty(each.value)),
  each => { name: each.key, value: each.value }
)
var secretEnv = map(items(secretSettings), each => { name: each.key, secretRef: each.value })

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      registries: empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
      // Without a version: a changed secret is taken over within half an hour.
      secrets: [
        for each in items(secretSettings): {
          name: each.value
          keyVaultUrl: '${vaultUri}secrets/${each.value}'
          identity: identityId
        }
      ]
      ingress: {
        external: true
        allowInsecure: false
        transport: 'http'
        targetPort: port
        traffic: [{ latestRevision: true, weight: 100 }]
        customDomains: empty(certificateId)
          ? []
          : [{ name: customDomain, certificateId: certificateId, bindingType: 'SniEnabled' }]
      }
    }
    template: {
      // The app stops taking requests at once and gives those under way 20 seconds, then its jobs.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'assistant'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: concat(plainEnv, secretEnv)
          volumeMounts: [{ volumeName: 'quarantine', mountPath: dataFolder }]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 10
              timeoutSeconds: 3
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: port }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '50' } } }]
      }
      volumes: [{ name: 'quarantine', storageType: 'EmptyDir' }]
    }
  }
}

output id string = app.id
