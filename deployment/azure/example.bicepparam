// Copy this file, fill it in, and deploy with it: docs/AZURE.md says what each parameter asks.
// No secret belongs here. What is commented out shows its default.
using 'main.bicep'

// What to run. A tag with a full version, so that an upgrade is a change of this line.
param image = 'contosoclaims.azurecr.io/cpor-claims-assistant:0.1.0'
// The registry that holds it; the identity gets the right to pull from it, and no other.
param registryId = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers/Microsoft.ContainerRegistry/registries/contosoclaims'

// The partner.
param partnerName = 'Contoso Consulting'
param partnerDomains = ['contoso.example']
param partnerLocations = {
  '4501123': 'Contoso Seattle'
  '4501124': 'Contoso Berlin'
}
param timeZone = 'Europe/Berlin'
param holidays = 'DE-BE'

// Object ids from Microsoft Entra: who makes claims, and who decides on them.
param admins = ['0a1b2c3d-0000-4000-8000-00000000ada1']
param reviewers = ['0a1b2c3d-0000-4000-8000-0000000004ae']
// The partner's tenants, if they are more than the one this is deployed in.
// param tenantIds = ['3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10']

// Mail. 'graph' sends from this mailbox; 'smtp' needs smtpHost and perhaps smtpUsername as well.
param mail = 'graph'
param mailFrom = 'associations@contoso.example'
// Given once in the environment of whoever deploys, and kept in the key vault from then on.
param smtpPassword = readEnvironmentVariable('SMTP_PASSWORD', '')

// A host name of your own, in the second step: first deploy without these two.
// param publicHost = 'claims.contoso.example'
// param certificateId = '/subscriptions/…/managedEnvironments/…/managedCertificates/…'

// Size and price.
// param minReplicas = 1
// param maxReplicas = 2
// param databaseSku = 'Standard_B2s'
// param databaseStandby = false
// param storageSku = 'Standard_ZRS'
// param scanner = true

// Who is mailed when something is wrong.
param alertEmails = ['operations@contoso.example']

// Any other setting of docs/SETTINGS.md that is not secret.
param moreSettings = {
  CPOR_LOG_LEVEL: 'INFO'
}

param tags = {
  owner: 'partner-operations'
}
