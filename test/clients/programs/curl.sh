# curl, as a page on the client credentials grant shows it.
set -eu
token=$(curl --silent --fail --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data 'grant_type=client_credentials' --data-urlencode 'scope=https://graph.microsoft.com/.default' \
  "https://login.microsoftonline.com/$TENANT_ID/oauth2/v2.0/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl --silent --fail-with-body --compressed --header "Authorization: Bearer $token" 'https://graph.microsoft.com/v1.0/users?$top=3'
