"""The lab's program: it lists users with Microsoft Graph, as the app itself."""

import os

import msal
import requests
from dotenv import load_dotenv

USERS_URL = "https://graph.microsoft.com/v1.0/users?$top=10"
SIGN_INS_URL = "https://graph.microsoft.com/v1.0/auditLogs/signIns?$top=10"

load_dotenv()

tenant_id = os.environ["TENANT_ID"]
client_id = os.environ["CLIENT_ID"]
client_secret = os.environ["CLIENT_SECRET"]
scope = os.environ.get("GRAPH_SCOPE", "https://graph.microsoft.com/.default")

app = msal.ConfidentialClientApplication(
    client_id,
    authority=f"https://login.microsoftonline.com/{tenant_id}",
    client_credential=client_secret,
)
result = app.acquire_token_for_client(scopes=[scope])
if "access_token" not in result:
    raise SystemExit(f"No access token: {result.get('error')}: {result.get('error_description')}")
print("Access token acquired.")

response = requests.get(
    USERS_URL,
    headers={"Authorization": f"Bearer {result['access_token']}"},
    timeout=30,
)
if response.status_code != 200:
    raise SystemExit(f"{response.status_code} {response.text}")
for user in response.json()["value"]:
    print(f"{user['id']} | {user['userPrincipalName']}")
