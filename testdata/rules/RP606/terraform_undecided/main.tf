variable "action" { type = string }
variable "severity" { type = number }

resource "aws_guardduty_detector" "main" {}

resource "aws_guardduty_filter" "named" {
  name        = "root"
  detector_id = aws_guardduty_detector.main.id
  # expect: RP606 undecided var.action
  action = var.action
  rank   = 1

  finding_criteria {
    criterion {
      field  = "type"
      equals = ["Policy:IAMUser/RootCredentialUsage"]
    }
  }
}

resource "aws_guardduty_filter" "below" {
  name        = "below"
  detector_id = aws_guardduty_detector.main.id
  # expect: RP606 undecided var.severity
  action = "ARCHIVE"
  rank   = 2

  finding_criteria {
    criterion {
      field     = "severity"
      less_than = var.severity
    }
  }
}
