# One account for each way in which a guardrail against root does less than it seems to, each with its own policy.
locals {
  guardrails = {
    # open
    no-such-principal-type = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          StringEquals = {
            "aws:PrincipalType" = "Root"
          }
        }
      }
    }
    # open
    wrong-identity-key = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          StringEquals = {
            "aws:userid" = "root"
          }
        }
      }
    }
    # open
    equals-with-wildcard = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          StringEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # open
    not-an-arn-value = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          StringEquals = {
            "aws:PrincipalArn" = "root"
          }
        }
      }
    }
    # open
    wrong-field-count = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam:*:root"
          }
        }
      }
    }
    # open
    wrong-account-pattern = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::???????????:root"
          }
        }
      }
    }
    # open
    wrong-service = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:sts::*:root"
          }
        }
      }
    }
    # open
    wrong-name = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:user/root"
          }
        }
      }
    }
    # open
    wrong-partition = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws-us-gov:iam::*:root"
          }
        }
      }
    }
    # open
    unknown-key = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArns" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # open
    absent-key = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # open
    needs-a-tag = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike      = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          StringEquals = {
            "aws:PrincipalTag/kind" = "root"
          }
        }
      }
    }
    # open
    exemption-inverted = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          Bool    = {
            "aws:AssumedRoot" = "false"
          }
        }
      }
    }
    # open
    conditions-contradict = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike    = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          ArnNotLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:*"
          }
        }
      }
    }
    # open
    expired = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike      = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          DateLessThan = {
            "aws:CurrentTime" = "2024-01-01T00:00:00Z"
          }
        }
      }
    }
    # partly
    one-region = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike      = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          StringEquals = {
            "aws:RequestedRegion" = "eu-west-1"
          }
        }
      }
    }
    # partly
    unless-mfa = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          Bool    = {
            "aws:MultiFactorAuthPresent" = "false"
          }
        }
      }
    }
    # undecided
    operator-unknown = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnMatches = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # covered
    denies-everyone = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          StringNotEquals = {
            "aws:PrincipalType" = "Root"
          }
        }
      }
    }
    # covered
    sessions-exempt = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
          Null    = {
            "aws:AssumedRoot" = "true"
          }
        }
      }
    }
    # partly
    two-services-only = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = ["s3:*", "ec2:*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # partly
    escape = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
        NotAction = ["iam:*", "support:*"]
      }
    }
    # undecided
    principal-element = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
        Principal = "*"
      }
    }
    # partly
    one-resource = {
      Version   = "2012-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "arn:aws:s3:::acme-data/*"
        Condition = {
          ArnLike = {
            "aws:PrincipalArn" = "arn:aws:iam::*:root"
          }
        }
      }
    }
    # open
    old-version-variable = {
      Version   = "2008-10-17"
      Statement = {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = {
          ArnEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::$${aws:PrincipalAccount}:root"
          }
        }
      }
    }
  }
}

resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "tests" {
  name      = "Tests"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "each" {
  for_each  = local.guardrails
  name      = each.key
  email     = "aws+${each.key}@acme.example"
  parent_id = aws_organizations_organizational_unit.tests.id
}

resource "aws_organizations_policy" "each" {
  for_each = local.guardrails
  name     = each.key
  content  = jsonencode(each.value)
}

resource "aws_organizations_policy_attachment" "each" {
  for_each  = local.guardrails
  policy_id = aws_organizations_policy.each[each.key].id
  target_id = aws_organizations_account.each[each.key].id
}
