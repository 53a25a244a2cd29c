// Keeps the proof files: only the identity, only from inside the network, and nothing is lost at once.
param name string
param location string
param tags object
param sku string
param principalId string
param subnetId string
param zoneId string

var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
// Days in which a removed or replaced file can be had back; after them it is gone for good.
var keptDays = 14

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'None', defaultAction: 'Deny' }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: { blob: { enabled: true, keyType: 'Account' } }
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: keptDays }
      containerDeleteRetentionPolicy: { enabled: true, days: keptDays }
    }

    resource proof 'containers' = {
      name: 'proof'
      properties: { publicAccess: 'None' }
    }
  }

  // Without this a forgotten person's file would live on as an old version.
  resource tidying 'managementPolicies' = {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          {
            name: 'old-versions'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: keptDays } } }
            }
          }
        ]
      }
    }
  }
}

resource writing 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::proof
  name: guid(account::blobs::proof.id, principalId, storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

module endpoint 'private-endpoint.bicep' = {
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    subnetId: subnetId
    zoneId: zoneId
    serviceId: account.id
    group: 'blob'
  }
}

output blobUrl string = account.properties.primaryEndpoints.blob
