// The PostgreSQL server, in the network only, and the address under which the app finds it.
param name string
param location string
param tags object
param sku string
param diskSize int
param standby bool
param subnetId string
param zoneId string
param vaultName string
param login string = 'cpor'

@secure()
param administratorPassword string

var databaseName = 'claims'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: startsWith(sku, 'Standard_B') ? 'Burstable' : 'GeneralPurpose' }
  properties: {
    version: '17'
    administratorLogin: login
    administratorLoginPassword: administratorPassword
    // The app signs in with a password today: its driver would need a new token for each connection.
    authConfig: { passwordAuth: 'Enabled', activeDirectoryAuth: 'Disabled' }
    storage: { storageSizeGB: diskSize, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: standby ? 'ZoneRedundant' : 'Disabled' }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
      publicNetworkAccess: 'Disabled'
    }
  }

  resource claims 'databases' = {
    name: databaseName
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

// One after the other: the server takes one change at a time.
resource encrypted 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: server
  name: 'require_secure_transport'
  dependsOn: [server::claims]
  properties: { value: 'on', source: 'user-override' }
}

resource lowestTls 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: server
  name: 'ssl_min_protocol_version'
  dependsOn: [encrypted]
  properties: { value: 'TLSv1.2', source: 'user-override' }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource url 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  tags: tags
  properties: {
    value: 'postgresql+asyncpg://${login}:${administratorPassword}@${server.properties.fullyQualifiedDomainName}:5432/${databaseName}?ssl=verify-full'
  }
}

output id string = server.id
