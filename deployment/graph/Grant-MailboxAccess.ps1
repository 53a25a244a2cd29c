<#
.SYNOPSIS
Lets the assistant's app send from one mailbox of Exchange Online, and from no other one.

.DESCRIPTION
Uses "RBAC for Applications": the app gets an Exchange role within a scope that holds one mailbox.
It gets no Mail permission in Microsoft Entra ID, and must not have one: what Entra grants counts for
every mailbox, and both add up.

May be run again: what is there already is kept. Needs PowerShell 7 or Windows PowerShell 5.1, the
module ExchangeOnlineManagement (version 3), and the Exchange Administrator role (or membership of
Organization Management).

.PARAMETER AppId
Application (client) id of the app registration, or client id of the managed identity: CPOR_APP_ID.

.PARAMETER ObjectId
Object id of the service principal: in the Entra admin center under "Enterprise applications", NOT
the object id under "App registrations". Exchange does not check it; a wrong one just never works.

.PARAMETER Mailbox
The mailbox's primary address: CPOR_MAIL_FROM. Best a shared mailbox that nothing else uses.

.PARAMETER Bounces
Also lets the app read the mailbox and mark messages as read, so that mails that came back are noted
on their claims (CPOR_MAIL_BOUNCES=yes).

.PARAMETER OtherMailbox
A mailbox the app must not reach, to prove that it does not. Recommended.

.PARAMETER Remove
Takes everything back that this script gave.

.EXAMPLE
./Grant-MailboxAccess.ps1 -AppId 11111111-2222-3333-4444-555555555555 `
    -ObjectId 66666666-7777-8888-9999-000000000000 `
    -Mailbox associations@contoso.com -Bounces -OtherMailbox ceo@contoso.com
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [guid] $AppId,
    [Parameter(Mandatory)] [guid] $ObjectId,
    [Parameter(Mandatory)] [ValidatePattern('^[^@''\s]+@[^@''\s]+$')] [string] $Mailbox,
    [switch] $Bounces,
    [ValidatePattern('^[^@''\s]+@[^@''\s]+$')] [string] $OtherMailbox,
    [switch] $Remove
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$name = 'CPOR Claims Assistant'
$scope = "$name mailbox"
$roles = @('Application Mail.Send')
if ($Bounces) { $roles += 'Application Mail.ReadWrite' }

# What a role is assigned under; Exchange allows 64 characters.
function Get-AssignmentName([string] $Role) { "$name $($Role -replace '^Application ', '')" }

if (-not (Get-Command Get-ManagementScope -ErrorAction SilentlyContinue)) {
    Connect-ExchangeOnline -ShowBanner:$false
}

if ($Remove) {
    foreach ($role in 'Application Mail.Send', 'Application Mail.ReadWrite') {
        $found = Get-ManagementRoleAssignment -Identity (Get-AssignmentName $role) -ErrorAction SilentlyContinue
        if ($found) { Remove-ManagementRoleAssignment -Identity $found.Name -Confirm:$false }
    }
    if (Get-ManagementScope -Identity $scope -ErrorAction SilentlyContinue) {
        Remove-ManagementScope -Identity $scope -Confirm:$false
    }
    Write-Output "The app has no role in Exchange Online any more. It may take two hours to count."
    return
}

$address = (Get-EXOMailbox -Identity $Mailbox).PrimarySmtpAddress
if ($address -ne $Mailbox) {
    throw "The primary address of this mailbox is $address. Use that one here and in CPOR_MAIL_FROM."
}

# 1. Exchange's pointer to the service principal of Entra
$principal = Get-ServicePrincipal | Where-Object { $_.AppId -eq "$AppId" }
if (-not $principal) {
    $principal = New-ServicePrincipal -AppId $AppId -ObjectId $ObjectId -DisplayName $name
}
elseif ($principal.PSObject.Properties['ObjectId'] -and $principal.ObjectId -ne "$ObjectId") {
    throw "Exchange knows this app by the object id $($principal.ObjectId). Check it in Entra, under Enterprise applications."
}

# 2. A scope that holds this one mailbox
$filter = "PrimarySmtpAddress -eq '$address'"
if (Get-ManagementScope -Identity $scope -ErrorAction SilentlyContinue) {
    Set-ManagementScope -Identity $scope -RecipientRestrictionFilter $filter
}
else {
    New-ManagementScope -Name $scope -RecipientRestrictionFilter $filter | Out-Null
}

# 3. The roles, within that scope
foreach ($role in $roles) {
    $assignment = Get-AssignmentName $role
    if (-not (Get-ManagementRoleAssignment -Identity $assignment -ErrorAction SilentlyContinue)) {
        New-ManagementRoleAssignment -Name $assignment -App "$ObjectId" -Role $role -CustomResourceScope $scope | Out-Null
    }
}

# 4. The proof: this mailbox, and no other one
$here = Test-ServicePrincipalAuthorization -Identity "$ObjectId" -Resource $address
$here | Format-Table RoleName, GrantedPermissions, AllowedResourceScope, InScope
$missing = @($roles | Where-Object { $role = $_; -not ($here | Where-Object { $_.RoleName -eq $role -and $_.InScope -eq $true }) })
if ($missing) { throw "Not in scope: $($missing -join ', ')" }
if ($OtherMailbox) {
    $there = Test-ServicePrincipalAuthorization -Identity "$ObjectId" -Resource $OtherMailbox
    $reached = @($there | Where-Object { $_.InScope -eq $true })
    if ($reached) { throw "The app also reaches $OtherMailbox, by: $($reached.RoleName -join ', ')" }
    Write-Output "The app does not reach $OtherMailbox."
}
Write-Output "Done. Exchange Online may need between 30 minutes and 2 hours until this counts; do not try before."
Write-Output "Now see to it that the app has no Mail permission in Entra: it would reach every mailbox."
