# The Azure CLI, signed in as the app.
set -eu
az login --service-principal --username "$CLIENT_ID" --password "$CLIENT_SECRET" --tenant "$TENANT_ID" \
  --allow-no-subscriptions --output none
az rest --url 'https://graph.microsoft.com/v1.0/users?$top=3' --query 'value[].userPrincipalName' --output tsv
