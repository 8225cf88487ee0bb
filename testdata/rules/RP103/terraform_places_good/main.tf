# expect: none
variable "token" {
  type      = string
  sensitive = true
}

variable "state_profile" {
  type    = string
  default = "deploy"
}

resource "terraform_data" "command" {
  provisioner "local-exec" {
    command = "aws --profile deploy s3 ls"
    environment = {
      AWS_PROFILE  = "deploy"
      COMMIT       = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"
      ACCESS_TOKEN = var.token
    }
  }
}

data "terraform_remote_state" "network" {
  backend = "s3"
  config = {
    bucket  = "state"
    key     = "network"
    profile = var.state_profile
  }
}

resource "aws_secretsmanager_secret_version" "ci" {
  secret_id     = "ci"
  secret_string = jsonencode({ password = var.token })
}

resource "aws_glue_job" "load" {
  name              = "load"
  role_arn          = "arn:aws:iam::111122223333:role/load"
  default_arguments = { "--job-bookmark-option" = "job-bookmark-enable" }
}
