// The whole assistant in one resource group: bot, app, database, proof files, secrets and alerts.
// What each parameter asks, and how to deploy: docs/AZURE.md. Needs Bicep 0.38 or newer.
targetScope = 'resourceGroup'

// --- What to run -------------------------------------------------------------------------------

@description('The image with its tag or digest, in a registry this deployment may read.')
param image string

@description('Resource id of the Azure container registry that holds the image. Empty: the image is public.')
param registryId string = ''

@description('Where everything is made.')
param location string = resourceGroup().location

@description('First part of every name. Lower case letters and digits.')
@minLength(2)
@maxLength(7)
param prefix string = 'cpor'

@description('Put on every resource.')
param tags object = {}

// --- The partner, as settings of the assistant (docs/SETTINGS.md) --------------------------------

@description('The partner as customers read it.')
param partnerName string

@description('The mail domains of the partner.')
@minLength(1)
param partnerDomains string[]

@description('Partner ID of each location and its name. Empty: a Partner ID is typed.')
param partnerLocations object = {}

@description('The Microsoft Entra tenants of the partner.')
@minLength(1)
param tenantIds string[] = [tenant().tenantId]

@description('Object ids of the Incentives admins.')
@minLength(1)
param admins string[]

@description('Object ids of those who decide on claims.')
param reviewers string[] = []

@description('Time zone of the partner.')
param timeZone string = 'UTC'

@description('Country code of the public holidays. Empty: only Saturday and Sunday are no business days.')
param holidays string = ''

@description('Further settings by their full name, none of them secret.')
param moreSettings object = {}

// --- Mail --------------------------------------------------------------------------------------

@description('How mail leaves: through Microsoft Graph with the identity made here, or a mail server.')
@allowed(['graph', 'smtp'])
param mail string = 'graph'

@description('The sender customers see; with graph the mailbox that sends.')
param mailFrom string

@description('The mail server, with smtp.')
param smtpHost string = ''

@description('Port of the mail server.')
param smtpPort int = 587

@description('Name to sign in to the mail server. Empty: no sign-in.')
param smtpUsername string = ''

@description('Password for the mail server, for the key vault. Empty: the one kept there stays.')
@secure()
param smtpPassword string = ''

// --- Address -----------------------------------------------------------------------------------

@description('Your own host name, without https. Empty: the name Azure gives.')
param publicHost string = ''

@description('Resource id of the certificate for that host name in the Container Apps environment.')
param certificateId string = ''

// --- Size --------------------------------------------------------------------------------------

@description('Copies that always run. One stays warm, so that the first answer of a day is quick.')
@minValue(1)
@maxValue(10)
param minReplicas int = 1

@description('Most copies. Each may hold 20 database connections.')
@minValue(1)
@maxValue(10)
param maxReplicas int = 2

@description('Size of the database server. Standard_B… is burstable, everything else general purpose.')
param databaseSku string = 'Standard_B2s'

@description('Disk of the database in GiB; it grows by itself and never shrinks.')
@allowed([32, 64, 128, 256])
param databaseDisk int = 32

@description('A second database server in another zone. Not with Standard_B….')
param databaseStandby bool = false

@description('Copies of the proof files: in one place, in three zones, or also in a second region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS'])
param storageSku string = 'Standard_ZRS'

@description('Address space of the network; 24 bits are enough. It must not overlap with one it is peered to.')
param addressSpace string = '10.60.0.0/24'

@description('Run ClamAV beside the app. Without it only the structure of proof files is checked.')
param scanner bool = true

@description('Image of ClamAV.')
param scannerImage string = 'clamav/clamav:1.4'

// --- Looking after it ----------------------------------------------------------------------------

@description('Who is mailed when something is wrong.')
@minLength(1)
param alertEmails string[]

@description('Days the logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

// --- Made here, once; never shown ----------------------------------------------------------------

@description('Do not set. Half of the secret that signs links, used only if there is none yet.')
@secure()
param freshSecret string = newGuid()

@description('Do not set. The other half.')
@secure()
param freshSecretMore string = newGuid()

@description('Do not set. The database password, used only if there is none yet.')
@secure()
param freshPassword string = newGuid()

var suffix = uniqueString(resourceGroup().id)
var names = {
  identity: 'id-${prefix}-${suffix}'
  network: 'vnet-${prefix}-${suffix}'
  workspace: 'log-${prefix}-${suffix}'
  insights: 'appi-${prefix}-${suffix}'
  vault: 'kv-${prefix}-${suffix}'
  storage: 'st${prefix}${suffix}'
  database: 'psql-${prefix}-${suffix}'
  environment: 'cae-${prefix}-${suffix}'
  app: 'ca-${prefix}-${suffix}'
  scanner: 'ca-${prefix}-clamav'
  bot: 'bot-${prefix}-${suffix}'
  actions: 'ag-${prefix}-${suffix}'
}
var allTags = union({ product: 'cpor-claims-assistant' }, tags)

// Where no registry is named the parts point nowhere, and the module that uses them is left out.
var nowhere = '${resourceGroup().id}/providers/Microsoft.ContainerRegistry/registries/none'
var registryParts = split(empty(registryId) ? nowhere : registryId, '/')

var publicUrl = 'https://${empty(publicHost) ? '${names.app}.${apps.outputs.defaultDomain}' : publicHost}'

module identity 'modules/identity.bicep' = {
  params: { name: names.identity, location: location, tags: allTags }
}

module network 'modules/network.bicep' = {
  params: {
    name: names.network
    location: location
    tags: allTags
    addressSpace: addressSpace
    #disable-next-line no-hardcoded-env-urls
    databaseZone: '${prefix}.private.postgres.database.azure.com'
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: names.vault
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.vaultZoneId
    workspaceId: monitoring.outputs.workspaceId
    signingSecret: '${freshSecret}${freshSecretMore}'
    databasePassword: 'Pg-${freshPassword}'
    smtpPassword: smtpPassword
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: names.workspace
    insightsName: names.insights
    location: location
    tags: allTags
    days: logDays
    principalId: identity.outputs.principalId
  }
}

module telemetry 'modules/telemetry-secret.bicep' = {
  params: { vaultName: vault.outputs.name, insightsName: monitoring.outputs.insightsName }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: names.storage
    location: location
    tags: allTags
    sku: storageSku
    principalId: identity.outputs.principalId
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.blobZoneId
  }
}

resource keptSecrets 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: names.vault
}

// The password is read back from the vault, so that a later deployment never changes it.
module database 'modules/database.bicep' = {
  params: {
    name: names.database
    location: location
    tags: allTags
    sku: databaseSku
    diskSize: databaseDisk
    standby: databaseStandby
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    vaultName: names.vault
    administratorPassword: keptSecrets.getSecret('database-password')
  }
  dependsOn: [vault]
}

module pull 'modules/registry-pull.bicep' = if (!empty(registryId)) {
  scope: resourceGroup(registryParts[2], registryParts[4])
  params: { registryName: last(registryParts), principalId: identity.outputs.principalId }
}

module apps 'modules/environment.bicep' = {
  params: {
    name: names.environment
    location: location
    tags: allTags
    subnetId: network.outputs.appsSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module clamav 'modules/scanner.bicep' = if (scanner) {
  params: {
    name: names.scanner
    location: location
    tags: allTags
    environmentId: apps.outputs.id
    identityId: identity.outputs.id
    image: scannerImage
  }
}

module app 'modules/app.bicep' = {
  params: {
    name: names.app
    location: location
    tags: allTags
    environmentId: apps.outputs.id
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    vaultUri: vault.outputs.uri
    image: image
    registryServer: empty(registryId) ? '' : first(split(image, '/'))
    minReplicas: minReplicas
    maxReplicas: max(minReplicas, maxReplicas)
    customDomain: publicHost
    certificateId: certificateId
    hasSmtpPassword: mail == 'smtp' && !empty(smtpUsername)
    settings: union(
      {
        CPOR_PUBLIC_URL: publicUrl
        CPOR_TRUSTED_PROXIES: '1'
        CPOR_BLOB_URL: storage.outputs.blobUrl
        CPOR_MAIL: mail
        CPOR_MAIL_FROM: mailFrom
        CPOR_SMTP_HOST: smtpHost
        CPOR_SMTP_PORT: string(smtpPort)
        CPOR_SMTP_USERNAME: smtpUsername
        CPOR_TENANT_IDS: join(tenantIds, ',')
        CPOR_ADMINS: join(admins, ',')
        CPOR_REVIEWERS: join(reviewers, ',')
        CPOR_PARTNER_NAME: partnerName
        CPOR_PARTNER_DOMAINS: join(partnerDomains, ',')
        CPOR_PARTNER_LOCATIONS: join(map(items(partnerLocations), each => '${each.key}=${each.value}'), '; ')
        CPOR_TIME_ZONE: timeZone
        CPOR_HOLIDAYS: holidays
        CPOR_SCANNER: scanner ? 'clamd://${names.scanner}:3310' : 'none'
      },
      moreSettings
    )
  }
  // What the app reads at its first start has to be there, and readable, before it.
  dependsOn: [database, telemetry, pull, clamav]
}

module bot 'modules/bot.bicep' = {
  params: {
    name: names.bot
    tags: allTags
    displayName: '${partnerName} CPOR claims'
    endpoint: '${publicUrl}/api/messages'
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    actionGroupName: names.actions
    prefix: prefix
    location: location
    tags: allTags
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    appId: app.outputs.id
    databaseId: database.outputs.id
  }
}

@description('What customers and Teams reach.')
output publicUrl string = publicUrl

@description('App id of the bot, for the Teams app package and for the rights to send mail.')
output botAppId string = identity.outputs.clientId

@description('Object id of the identity, for rights that are given outside this resource group.')
output identityPrincipalId string = identity.outputs.principalId

@description('Name of the container app.')
output appName string = names.app

@description('Address that a host name of your own has to be checked against.')
output domainVerificationId string = apps.outputs.domainVerificationId
