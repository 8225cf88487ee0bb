variable "stage" {
  type = string
}

variable "switches" {
  type = list(string)
}

resource "aws_lambda_function" "by_stage" {
  function_name = "by-stage"
  role          = "arn:aws:iam::111122223333:role/f"

  environment {
    variables = var.stage == "dev" ? {
      KEY = "AKIA2222333344445555"
      # expect: RP103 violation "environment variable OTHER of aws_lambda_function.by_stage"
      OTHER = "Zz1/2222222222222222222222222222222+FAKE"
    } : {}
  }
}

resource "aws_lambda_function" "merged" {
  function_name = "merged"
  role          = "arn:aws:iam::111122223333:role/f"

  environment {
    # expect: RP103 violation "environment variable APP_SECRET of aws_lambda_function.merged"
    variables = merge({ STAGE = var.stage }, var.stage == "dev" ? { APP_SECRET = "Zz1/3333333333333333333333333333333+FAKE" } : {})
  }
}

resource "aws_lambda_function" "dynamic" {
  function_name = "dynamic"
  role          = "arn:aws:iam::111122223333:role/f"

  dynamic "environment" {
    for_each = var.switches
    content {
      # expect: RP103 violation "environment variable APP_SECRET of aws_lambda_function.dynamic"
      variables = { APP_SECRET = "Zz1/4444444444444444444444444444444+FAKE" }
    }
  }
}
