// ClamAV, reached from inside the environment only. One copy serves all copies of the app.
param name string
param location string
param tags object
param environmentId string
param identityId string
param image string

var port = 3310

resource clamav 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: false, transport: 'tcp', targetPort: port, exposedPort: port }
    }
    template: {
      containers: [
        {
          name: 'clamav'
          image: image
          resources: { cpu: json('2.0'), memory: '4Gi' }
          probes: [
            // It loads its signatures first, which takes a minute or two.
            { type: 'Startup', tcpSocket: { port: port }, initialDelaySeconds: 30, periodSeconds: 30, failureThreshold: 10 }
            { type: 'Liveness', tcpSocket: { port: port }, periodSeconds: 30, failureThreshold: 3 }
          ]
        }
      ]
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}
