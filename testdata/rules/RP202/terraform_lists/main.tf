# Types that let in everybody on a list, without a policy.
variable "partner" {}

resource "aws_vpc_endpoint_service" "orders" {
  acceptance_required        = true
  network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/orders/1a2b"]
  # expect: RP202 violation "ec2:CreateVpcEndpoint"
  allowed_principals = ["arn:aws:iam::999988887777:root", "arn:aws:iam::999988887777:role/consumer"]
}

resource "aws_vpc_endpoint_service_allowed_principal" "partner" {
  vpc_endpoint_service_id = aws_vpc_endpoint_service.orders.id
  # expect: RP202 undecided "var.partner"
  principal_arn = "arn:aws:iam::${var.partner}:root"
}

resource "aws_s3control_access_grant" "reports" {
  access_grants_location_id = "default"
  permission                = "READ"
  grantee {
    grantee_type = "IAM"
    # expect: RP202 violation "s3:GetDataAccess"
    grantee_identifier = "arn:aws:iam::999988887777:root"
  }
}

resource "aws_lakeformation_permissions" "sales" {
  # expect: RP202 violation "lakeformation:GetDataAccess"
  principal   = "999988887777"
  permissions = ["DESCRIBE"]
  database {
    name = "sales"
  }
}

resource "aws_lakeformation_permissions" "own" {
  principal   = aws_iam_role.reader.arn
  permissions = ["DESCRIBE"]
  database {
    name = "sales"
  }
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_licensemanager_grant" "tools" {
  name               = "tools"
  allowed_operations = ["CheckoutLicense"]
  license_arn        = "arn:aws:license-manager::111122223333:license:l-1a2b"
  # expect: RP202 violation "license-manager:AcceptGrant"
  principal = "arn:aws:iam::999988887777:root"
}

resource "awscc_ram_resource_share" "subnets" {
  name = "subnets"
  # expect: RP202 violation "ram:AcceptResourceShareInvitation"
  principals = ["999988887777"]
}

resource "awscc_ram_resource_share" "inside" {
  name                      = "inside"
  allow_external_principals = false
  principals                = ["999988887777"]
}

# Of a share the provider says false where nothing is written.
resource "aws_ram_resource_share" "outside" {
  name                      = "outside"
  allow_external_principals = true
}

resource "aws_ram_principal_association" "outside" {
  # expect: RP202 violation "ram:AcceptResourceShareInvitation"
  principal          = "999988887777"
  resource_share_arn = aws_ram_resource_share.outside.arn
}

resource "aws_ram_resource_share" "inside" {
  name = "inside"
}

resource "aws_ram_principal_association" "inside" {
  principal          = "999988887777"
  resource_share_arn = aws_ram_resource_share.inside.arn
}

variable "share" {
  type = string
}

resource "aws_ram_principal_association" "elsewhere" {
  # expect: RP202 undecided "var.share"
  principal          = "999988887777"
  resource_share_arn = var.share
}

# An access entry lets the root user in at most, and no account.
resource "aws_eks_access_entry" "account" {
  cluster_name  = "shop"
  principal_arn = "arn:aws:iam::999988887777:root"
}

resource "aws_db_snapshot" "orders" {
  db_instance_identifier = "orders"
  db_snapshot_identifier = "orders"
  # expect: RP202 violation "rds:RestoreDBInstanceFromDBSnapshot"
  shared_accounts = ["999988887777"]
}

resource "aws_db_cluster_snapshot" "orders" {
  db_cluster_identifier          = "orders"
  db_cluster_snapshot_identifier = "orders"
  # expect: RP202 violation "rds:RestoreDBClusterFromSnapshot"
  shared_accounts = ["999988887777"]
}

resource "aws_ssm_document" "shared" {
  name          = "shared"
  document_type = "Command"
  content       = "{}"
  permissions = {
    type = "Share"
    # expect: RP202 violation "999988887777"
    # expect: RP202 violation "888877776666"
    account_ids = "999988887777, 888877776666"
  }
}

resource "aws_imagebuilder_distribution_configuration" "images" {
  name = "images"
  distribution {
    region = "eu-central-1"
    ami_distribution_configuration {
      launch_permission {
        # expect: RP202 violation "ec2:RunInstances"
        user_ids = ["999988887777"]
      }
    }
  }
}
