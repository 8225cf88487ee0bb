# Accounts alone: their organization and its policies live elsewhere.
# expect: RP301 undecided "service control policies of these accounts"
resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = "ou-a1b2-c3d4e5f6"
}

resource "aws_organizations_account" "lab" {
  name      = "lab"
  email     = "aws+lab@acme.example"
  parent_id = "ou-a1b2-c3d4e5f6"
}
