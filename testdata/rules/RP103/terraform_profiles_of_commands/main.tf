# The profile stands in front of the command, or is set before it.
resource "terraform_data" "assigned" {
  provisioner "local-exec" {
    # expect: RP103 violation "AWS_PROFILE of "
    command = "AWS_REGION=us-east-1 AWS_PROFILE=root aws s3 ls"
  }
}

resource "terraform_data" "exported" {
  provisioner "local-exec" {
    # expect: RP103 violation "AWS_PROFILE of "
    command = "export AWS_PROFILE='acme-root' && aws s3 ls"
  }
}

resource "terraform_data" "other" {
  provisioner "local-exec" {
    command = "AWS_PROFILE=deploy aws s3 cp root s3://acme-root/"
  }
}
