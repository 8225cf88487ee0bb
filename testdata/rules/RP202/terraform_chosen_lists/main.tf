variable "share" { type = bool }

resource "aws_ssm_document" "chosen" {
  name          = "chosen"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", mainSteps = [] })
  permissions = {
    type = "Share"
    # expect: RP202 violation "the whole account 999988887777"
    # expect: RP202 violation "the whole account 888877776666"
    account_ids = var.share ? "999988887777 , 888877776666" : ""
  }
}

# Image Builder takes groups and accounts.
resource "aws_imagebuilder_distribution_configuration" "images" {
  name = "images"
  distribution {
    region = "us-east-1"
    ami_distribution_configuration {
      launch_permission {
        user_groups = var.share ? ["all"] : []
        # expect: RP202 violation "the whole account 999988887777"
        user_ids = ["999988887777"]
      }
    }
  }
}
