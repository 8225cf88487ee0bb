variable "share" { type = bool }

resource "aws_ssm_document" "everybody" {
  name          = "everybody"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", mainSteps = [] })
  permissions = {
    type = "Share"
    # expect: RP207 violation
    account_ids = "ALL"
  }
}

resource "aws_imagebuilder_distribution_configuration" "images" {
  name = "images"
  distribution {
    region = "us-east-1"
    ami_distribution_configuration {
      launch_permission {
        # expect: RP207 violation "when var.share"
        user_groups = var.share ? ["all"] : []
        user_ids    = ["999988887777"]
      }
    }
  }
}
