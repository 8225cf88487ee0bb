# What takes nothing but accounts, or an account among other principals, in an argument of its own.
resource "aws_ami_launch_permission" "partner" {
  image_id = "ami-0a1b2c3d4e5f60718"
  # expect: RP202 violation "ec2:RunInstances"
  account_id = "999988887777"
}

variable "chosen" {
  type = string
}

resource "aws_ami_launch_permission" "chosen_account" {
  image_id = "ami-0a1b2c3d4e5f60718"
  # expect: RP202 undecided var.chosen
  account_id = var.chosen
}

resource "aws_ami_launch_permission" "chosen_group" {
  image_id = "ami-0a1b2c3d4e5f60718"
  group    = var.chosen
}

resource "aws_ami_launch_permission" "organization" {
  image_id         = "ami-0a1b2c3d4e5f60718"
  organization_arn = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5"
}

resource "aws_snapshot_create_volume_permission" "partner" {
  snapshot_id = "snap-0a1b2c3d4e5f60718"
  # expect: RP202 violation "ec2:CreateVolume"
  account_id = "999988887777"
}

resource "aws_network_interface_permission" "partner" {
  network_interface_id = "eni-0a1b2c3d4e5f60718"
  permission           = "INSTANCE-ATTACH"
  # expect: RP202 violation "ec2:AttachNetworkInterface"
  aws_account_id = "999988887777"
}

resource "aws_opensearch_authorize_vpc_endpoint_access" "partner" {
  domain_name = "search"
  # expect: RP202 violation "es:CreateVpcEndpoint"
  account = "999988887777"
}

resource "aws_redshift_endpoint_authorization" "partner" {
  cluster_identifier = "reports"
  # expect: RP202 violation "redshift:CreateEndpointAccess"
  account = "999988887777"
}

resource "awscc_redshift_endpoint_authorization" "partner" {
  cluster_identifier = "reports"
  # expect: RP202 violation "redshift:CreateEndpointAccess"
  account = "999988887777"
}

resource "awscc_ec2_network_interface_permission" "partner" {
  network_interface_id = "eni-0a1b2c3d4e5f60718"
  permission           = "INSTANCE-ATTACH"
  # expect: RP202 violation "ec2:AttachNetworkInterface"
  aws_account_id = "999988887777"
}

resource "aws_ram_resource_share_associations_exclusive" "outside" {
  resource_share_arn = aws_ram_resource_share.outside.arn
  # expect: RP202 violation "ram:AcceptResourceShareInvitation"
  principals = ["999988887777"]
}

resource "aws_ram_resource_share_associations_exclusive" "inside" {
  resource_share_arn = aws_ram_resource_share.inside.arn
  principals         = ["999988887777"]
}

resource "aws_kms_grant" "partner" {
  key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
  # expect: RP202 violation "kms:Decrypt"
  grantee_principal = "arn:aws:iam::999988887777:root"
  operations        = ["Decrypt", "DescribeKey"]
}

resource "aws_kms_grant" "role" {
  key_id            = "1234abcd-12ab-34cd-56ef-1234567890ab"
  grantee_principal = "arn:aws:iam::999988887777:role/reader"
  operations        = ["Decrypt"]
}

resource "aws_kms_grant" "open" {
  key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
  # expect: RP202 undecided "var.operations"
  grantee_principal = "arn:aws:iam::999988887777:root"
  operations        = var.operations
}

variable "operations" {
  type = set(string)
}
