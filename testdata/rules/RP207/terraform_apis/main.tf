# The policy lets everyone in; what the methods ask for is all that keeps anyone out.

resource "aws_api_gateway_rest_api" "authorized" {
  name = "authorized"
}

resource "aws_api_gateway_rest_api_policy" "authorized" {
  rest_api_id = aws_api_gateway_rest_api.authorized.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "only the authorizers and API keys that its methods ask for stop it"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.authorized.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "authorized_get" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

resource "aws_api_gateway_method" "authorized_post" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "POST"
  authorization    = "COGNITO_USER_POOLS"
  api_key_required = false
}

resource "aws_api_gateway_method" "authorized_put" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "PUT"
  authorization    = "NONE"
  api_key_required = true
}

resource "aws_api_gateway_method" "authorized_options" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "OPTIONS"
  authorization    = "NONE"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "partly" {
  name = "partly"
}

resource "aws_api_gateway_rest_api_policy" "partly" {
  rest_api_id = aws_api_gateway_rest_api.partly.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.partly.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "partly_get" {
  rest_api_id      = aws_api_gateway_rest_api.partly.id
  resource_id      = aws_api_gateway_rest_api.partly.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

resource "aws_api_gateway_method" "partly_post" {
  rest_api_id      = aws_api_gateway_rest_api.partly.id
  resource_id      = aws_api_gateway_rest_api.partly.root_resource_id
  http_method      = "POST"
  authorization    = "NONE"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "signed" {
  name = "signed"
}

resource "aws_api_gateway_rest_api_policy" "signed" {
  rest_api_id = aws_api_gateway_rest_api.signed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "which any AWS account can make"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.signed.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "signed_get" {
  rest_api_id      = aws_api_gateway_rest_api.signed.id
  resource_id      = aws_api_gateway_rest_api.signed.root_resource_id
  http_method      = "GET"
  authorization    = "AWS_IAM"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "internal" {
  name = "internal"
  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

resource "aws_api_gateway_rest_api_policy" "internal" {
  rest_api_id = aws_api_gateway_rest_api.internal.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "it is private"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.internal.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "internal_get" {
  rest_api_id      = aws_api_gateway_rest_api.internal.id
  resource_id      = aws_api_gateway_rest_api.internal.root_resource_id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = false
}

# Interface descriptions: what is not on disk may ask for anything.
resource "aws_api_gateway_rest_api" "described" {
  name = "described"
  body = file("description.yaml")
}

resource "aws_api_gateway_rest_api_policy" "described" {
  rest_api_id = aws_api_gateway_rest_api.described.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided "description.yaml"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.described.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "described_get" {
  rest_api_id      = aws_api_gateway_rest_api.described.id
  resource_id      = aws_api_gateway_rest_api.described.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "users" {
  name = "users"
  body = jsonencode({
    openapi = "3.0.1"
    paths = {
      "/orders" = {
        get     = { security = [{ users = [] }] }
        options = {}
      }
    }
    components = {
      securitySchemes = {
        users = {
          type                           = "apiKey"
          name                           = "Authorization"
          in                             = "header"
          x-amazon-apigateway-authtype   = "cognito_user_pools"
          x-amazon-apigateway-authorizer = { type = "cognito_user_pools", providerARNs = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_acme"] }
        }
      }
    }
  })
}

resource "aws_api_gateway_rest_api_policy" "users" {
  rest_api_id = aws_api_gateway_rest_api.users.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "only the authorizers and API keys that its methods ask for stop it"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.users.execution_arn}/*"
    }]
  })
}

# One method asks for nothing.
resource "aws_api_gateway_rest_api" "one_open" {
  name = "one_open"
  body = jsonencode({
    openapi = "3.0.1"
    paths = {
      "/orders" = { get = { security = [{ users = [] }] } }
      "/health" = { get = {} }
    }
    components = {
      securitySchemes = {
        users = {
          type                           = "apiKey"
          name                           = "Authorization"
          in                             = "header"
          x-amazon-apigateway-authtype   = "cognito_user_pools"
          x-amazon-apigateway-authorizer = { type = "cognito_user_pools", providerARNs = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_acme"] }
        }
      }
    }
  })
}

resource "aws_api_gateway_rest_api_policy" "one_open" {
  rest_api_id = aws_api_gateway_rest_api.one_open.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.one_open.execution_arn}/*"
    }]
  })
}

# A scheme that is not declared.
resource "aws_api_gateway_rest_api" "undeclared_scheme" {
  name = "undeclared_scheme"
  body = jsonencode({
    openapi = "3.0.1"
    paths = {
      "/orders" = { get = { security = [{ others = [] }] } }
    }
    components = {
      securitySchemes = {
        users = {
          type                           = "apiKey"
          name                           = "Authorization"
          in                             = "header"
          x-amazon-apigateway-authtype   = "cognito_user_pools"
          x-amazon-apigateway-authorizer = { type = "cognito_user_pools", providerARNs = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_acme"] }
        }
      }
    }
  })
}

resource "aws_api_gateway_rest_api_policy" "undeclared_scheme" {
  rest_api_id = aws_api_gateway_rest_api.undeclared_scheme.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided "the interface description of aws_api_gateway_rest_api.undeclared_scheme"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.undeclared_scheme.execution_arn}/*"
    }]
  })
}

# A method beside the description asks for nothing.
resource "aws_api_gateway_rest_api" "method_beside" {
  name = "method_beside"
  body = jsonencode({
    openapi = "3.0.1"
    paths = {
      "/orders" = { get = { security = [{ users = [] }] } }
    }
    components = {
      securitySchemes = {
        users = {
          type                           = "apiKey"
          name                           = "Authorization"
          in                             = "header"
          x-amazon-apigateway-authtype   = "cognito_user_pools"
          x-amazon-apigateway-authorizer = { type = "cognito_user_pools", providerARNs = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_acme"] }
        }
      }
    }
  })
}

resource "aws_api_gateway_rest_api_policy" "method_beside" {
  rest_api_id = aws_api_gateway_rest_api.method_beside.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.method_beside.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "beside" {
  rest_api_id   = aws_api_gateway_rest_api.method_beside.id
  resource_id   = aws_api_gateway_rest_api.method_beside.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

# What a module that is not on disk adds to an API nobody sees.
resource "aws_api_gateway_rest_api" "extended" {
  name = "extended"
}

resource "aws_api_gateway_method" "extended" {
  rest_api_id   = aws_api_gateway_rest_api.extended.id
  resource_id   = aws_api_gateway_rest_api.extended.root_resource_id
  http_method   = "GET"
  authorization = "CUSTOM"
}

module "more_methods" {
  source      = "acme/methods/aws"
  rest_api_id = aws_api_gateway_rest_api.extended.id
}

resource "aws_api_gateway_rest_api_policy" "extended" {
  rest_api_id = aws_api_gateway_rest_api.extended.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation critical
    Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }]
  })
}
